/** Servers over TCP: connections within limits, requests one after the other. */
export type { CloseReason, Conversation, Cutter } from './connection.ts'
export type { ConnectionLimits } from './limits.ts'
export { createTcpServer, type TcpServer } from './server.ts'
