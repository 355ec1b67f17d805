import { type Line, liveLineStates } from '../../../ill/index.ts'

/** Of a request's lenders the one whose turn it is, else the last. */
export const currentLine = (lines: readonly Line[]): Line | undefined =>
  lines.find(({ state }) => liveLineStates.includes(state)) ?? lines.at(-1)
