import { bind, type Definition, type Machine } from '../../workflow/index.ts'
import type { IllPorts } from '../ports.ts'
import { borrowingMachine } from './borrowing.ts'
import { borrowingHandlers } from './borrowing-handlers.ts'
import { borrowingMachine1, borrowingMachine2, borrowingMachine3 } from './former/borrowing-3.ts'
import { borrowingMachine4 } from './former/borrowing-4.ts'
import { formerBorrowingHandlers, formerBorrowingHandlers4 } from './former/handlers-3.ts'
import { lendingMachine1 } from './former/lending-1.ts'
import { lendingMachine } from './lending.ts'
import { lendingHandlers } from './lending-handlers.ts'
import { requestMachine, requestMachine1 } from './request.ts'
import { requestHandlers } from './request-handlers.ts'

/** The machines of interlibrary loan, ready to run, with versions that are still moved to newer ones. @throws Problem workflow-unsound */
export const illMachines = (ports: IllPorts): readonly Machine[] => [
  bind(requestMachine1, requestHandlers(ports)),
  bind(requestMachine, requestHandlers(ports)),
  bind(lendingMachine1, lendingHandlers(ports)),
  bind(lendingMachine, lendingHandlers(ports)),
  bind(borrowingMachine1, formerBorrowingHandlers(ports)),
  bind(borrowingMachine2, formerBorrowingHandlers(ports)),
  bind(borrowingMachine3, formerBorrowingHandlers(ports)),
  bind(borrowingMachine4, formerBorrowingHandlers4(ports)),
  bind(borrowingMachine, borrowingHandlers(ports)),
]

/** Their definitions alone: for policy files, drawings and checks. */
export const illDefinitions = [
  requestMachine1,
  requestMachine,
  lendingMachine1,
  lendingMachine,
  borrowingMachine1,
  borrowingMachine2,
  borrowingMachine3,
  borrowingMachine4,
  borrowingMachine,
] as unknown as readonly Definition[]
