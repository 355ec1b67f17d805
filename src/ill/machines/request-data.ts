import { z } from 'zod'

/** What a request has besides its state. Times are ISO 8601 in UTC. */
export const RequestData = z.object({
  assignedTo: z.string().nullable(),
  assignedName: z.string().nullable(),
  completedAt: z.string().nullable(),
  /** Something happened that nobody has looked at. */
  attention: z.boolean(),
  handledBy: z.string().nullable(),
})
export type RequestData = z.infer<typeof RequestData>

export const newRequest: RequestData = {
  assignedTo: null,
  assignedName: null,
  completedAt: null,
  attention: false,
  handledBy: null,
}
