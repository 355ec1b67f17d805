/** Every repair and rejection by code, with its text. */
export const diagnosticTexts = {
  'length-wrong': 'The record length in the leader is wrong',
} as const
export type DiagnosticCode = keyof typeof diagnosticTexts
