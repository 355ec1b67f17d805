import type { z } from 'zod'
import type { Definition } from '../definition.ts'
import { policyComplaints } from './complaints.ts'
import { PolicyFile } from './shape.ts'

/** The shape of `workflow.yaml`, where it may name only what these machines have. */
export const policyFile = (definitions: readonly Definition[]): z.ZodType<PolicyFile> =>
  PolicyFile.superRefine((file, context) => {
    for (const { path, message } of policyComplaints(file, definitions))
      context.addIssue({ code: 'custom', path: [...path], message })
  })
