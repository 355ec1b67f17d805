/**
 * Tags as small integers, so that dispatch is one comparison: the class in bits 21–22, the number below. Four
 * identifier octets carry at most 21 bits of number.
 */
export type Tag = number

const classes = ['universal', 'application', 'context', 'private'] as const
export type TagClass = (typeof classes)[number]

const classShift = 21

/** Makes a tag. `number` is 0 … 2^21-1. */
export function tag(tagClass: TagClass, number: number): Tag {
  return (classes.indexOf(tagClass) << classShift) | number
}

/** The class of a tag as the top two bits of an identifier octet. */
export const classBits = (of: Tag): number => (of >> classShift) << 6

/** The number of a tag within its class. */
export const tagNumber = (of: Tag): number => of & ((1 << classShift) - 1)

/** Puts a tag together from the first identifier octet and the number already read. */
export const tagFrom = (identifier: number, number: number): Tag => ((identifier >> 6) << classShift) | number

/** Universal class numbers, X.680 table 1. */
export const universal = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  objectIdentifier: 6,
  objectDescriptor: 7,
  external: 8,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  numericString: 18,
  printableString: 19,
  teletexString: 20,
  videotexString: 21,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
  graphicString: 25,
  visibleString: 26,
  generalString: 27,
  universalString: 28,
  bmpString: 30,
} as const satisfies Record<string, Tag>

const universalNames = new Map<Tag, string>(
  Object.entries(universal).map(([name, number]) => [number, name.replace(/^./, (first) => first.toUpperCase())]),
)

/** A tag for people: `[24]` for the context class, the type's name for a universal one. */
export function tagName(of: Tag): string {
  const number = tagNumber(of)
  const tagClass = classes[of >> classShift]
  if (tagClass === 'context') return `[${number}]`
  if (tagClass === 'universal') return universalNames.get(of) ?? `[UNIVERSAL ${number}]`
  return `[${tagClass?.toUpperCase()} ${number}]`
}
