import { fieldsOf, type MarcRecord, text } from '../../standards/marc/index.ts'
import type { ItemFields } from '../items/index.ts'
import type { ItemMapping } from './profile.ts'

/** What is put in the place of what an item says; null for nothing. */
export type ItemChanges = {
  readonly [field in Exclude<keyof ItemFields, 'accessionNo'>]?:
    | string
    | (field extends 'location' | 'collection' ? null : never)
}

/** An item of the file: as it is added, and what it changes of one that is there. */
export interface IncomingItem {
  readonly fields: ItemFields
  readonly changes: ItemChanges
}

/**
 * The items that the fields of a record tell of. One without an accession number is none. An item that is there is
 * changed where the mapping names a subfield: to what that says, or to nothing; but it keeps a branch and a status.
 */
export function itemsIn(record: MarcRecord, mapping: ItemMapping): IncomingItem[] {
  if (mapping.action === 'ignore') return []
  return fieldsOf(record, mapping.tag).flatMap((field): IncomingItem[] => {
    const plain = (code: string | undefined) => (code === undefined ? '' : (text(field, code)?.trim() ?? ''))
    const coded = (code: string | undefined) => {
      const said = plain(code)
      return said === '' ? undefined : Object.hasOwn(mapping.codes, said) ? mapping.codes[said] : said
    }
    const accessionNo = plain(mapping.accessionNo)
    if (accessionNo === '') return []
    const { defaults } = mapping
    const fields = {
      accessionNo,
      branch: coded(mapping.branch) ?? defaults.branch ?? '',
      location: coded(mapping.location) ?? defaults.location,
      collection: coded(mapping.collection) ?? defaults.collection,
      status: coded(mapping.status) ?? defaults.status,
      callNumber: plain(mapping.callNumber),
      publicNote: plain(mapping.publicNote),
      staffNote: plain(mapping.staffNote),
    }
    const [branch, status] = [coded(mapping.branch), coded(mapping.status)]
    return [
      {
        fields,
        changes: {
          ...(branch !== undefined && { branch }),
          ...(status !== undefined && { status }),
          ...(mapping.location !== undefined && { location: fields.location ?? null }),
          ...(mapping.collection !== undefined && { collection: fields.collection ?? null }),
          ...(mapping.callNumber !== undefined && { callNumber: fields.callNumber }),
          ...(mapping.publicNote !== undefined && { publicNote: fields.publicNote }),
          ...(mapping.staffNote !== undefined && { staffNote: fields.staffNote }),
        },
      },
    ]
  })
}
