/** Revisions of ISO 18626 that are written: the schemas of 2017 and of 2021. Both have the same namespace. */
export const versions = ['1.2', '2021-2'] as const
export type Version = (typeof versions)[number]

export const namespace = 'http://illtransactions.org/2013/iso18626'

/** What a message may say of its version and still hold nothing that these schemas do not know. Some say nothing. */
const older = /^(1(\.[0-2])?|2014|2017|2021(-[12])?)?$/

/** Whether all elements of a message of that version are known here. */
export const isKnown = (version: string): boolean => older.test(version)

/** The version in which a message is answered; undefined where it does not say one that is known. */
export function answerVersion(version: string): Version | undefined {
  if (version === '' || !isKnown(version)) return undefined
  return version.startsWith('2021') ? '2021-2' : '1.2'
}
