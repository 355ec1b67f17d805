import { bind, type Definition, type Machine } from '../../workflow/index.ts'
import type { IllPorts } from '../ports.ts'
import { borrowingMachine } from './borrowing.ts'
import { borrowingHandlers } from './borrowing-handlers.ts'
import { requestMachine } from './request.ts'
import { requestHandlers } from './request-handlers.ts'

/** The machines of interlibrary loan, ready to run. @throws Problem workflow-unsound */
export const illMachines = (ports: IllPorts): readonly Machine[] => [
  bind(requestMachine, requestHandlers(ports)),
  bind(borrowingMachine, borrowingHandlers(ports)),
]

/** Their definitions alone: for policy files, drawings and checks. */
export const illDefinitions = [requestMachine, borrowingMachine] as unknown as readonly Definition[]
