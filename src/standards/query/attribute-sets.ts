/** OID of the Bib-1 attribute set. */
export const bib1 = '1.2.840.10003.3.1'

const arc = '1.2.840.10003.3'

/** Attribute sets by the names PQF uses, lower case. */
const setsByName: ReadonlyMap<string, string> = new Map([
  ['bib-1', bib1],
  ['exp-1', `${arc}.2`],
  ['ext-1', `${arc}.3`],
  ['ccl-1', `${arc}.4`],
  ['gils', `${arc}.5`],
  ['stas', `${arc}.6`],
  ['collections-1', `${arc}.7`],
  ['cimi-1', `${arc}.8`],
  ['geo-1', `${arc}.9`],
  ['zbig', `${arc}.10`],
  ['util', `${arc}.11`],
  ['xd-1', `${arc}.12`],
  ['zthes', `${arc}.13`],
  ['fin-1', `${arc}.14`],
  ['dan-1', `${arc}.15`],
  ['holdings', `${arc}.16`],
  ['marc', `${arc}.17`],
  ['bib-2', `${arc}.18`],
  ['zeerex', `${arc}.19`],
  ['thesaurus', `${arc}.1000.81.1`],
  ['idxpath', `${arc}.1000.81.2`],
])

const namesByOid: ReadonlyMap<string, string> = new Map([...setsByName].map(([name, oid]) => [oid, name]))

const oid = /^(?:[01]\.[1-3]?\d|2\.(?:0|[1-9]\d{0,8}))(?:\.(?:0|[1-9]\d{0,8})){0,24}$/

/** Whether a text is an object identifier that can be sent. */
export const isOid = (text: string): boolean => oid.test(text)

/** The OID of an attribute set given by name (any case) or as an OID; undefined when it is neither. */
export function attributeSetOid(nameOrOid: string): string | undefined {
  return isOid(nameOrOid) ? nameOrOid : setsByName.get(nameOrOid.toLowerCase())
}

/** The name PQF has for an attribute set, or its OID. */
export function attributeSetName(oid: string): string {
  return namesByOid.get(oid) ?? oid
}
