import { type Field, MarcRecord } from '../../src/standards/marc/index.ts'

/** A record with these fields; a monograph in full level unless another leader is given. */
export function record(...fields: readonly Field[]): MarcRecord {
  return recordWith('00000nam a2200000 a 4500', ...fields)
}

/** A record with this leader and these fields. */
export function recordWith(leader: string, ...fields: readonly Field[]): MarcRecord {
  const made = new MarcRecord()
  made.leader = leader
  made.fields = [...fields]
  return made
}

/** MARC 21 008 of a book: date type, dates, form of item, language. */
export function field008({ type = 's', dates = '2001    ', form = ' ', language = 'eng' } = {}): Field {
  return ['008', `010203${type}${dates}xxu     ${form}     000 0 ${language} d`]
}
