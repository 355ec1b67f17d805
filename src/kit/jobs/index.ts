export {
  countGivenUp,
  discard,
  type EnqueueOptions,
  enqueue,
  ensure,
  type GivenUp,
  givenUp,
  hasten,
  leave,
  queueing,
  retry,
  type Standing,
  standings,
} from './queue.ts'
export { beginRecurring, recurring } from './recurring.ts'
export {
  createWorker,
  type Handler,
  type Handlers,
  type JobContext,
  type Worker,
  type WorkerOptions,
} from './worker.ts'
