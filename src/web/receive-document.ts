import type { Request } from 'express'
import { dropTaken, type TakenDocument, takeDocument } from '../ill/index.ts'
import { Problem } from '../problems.ts'
import type { Door } from './door.ts'
import { receiveForm } from './receive-file.ts'

/** What a form said that can come with a copy. */
export interface DocumentForm {
  readonly fields: Readonly<Record<string, unknown>>
  /** Here whole. */
  readonly document?: TakenDocument | undefined
  /** What is wrong with the file: nothing of it was kept, and of the fields only those before it are known. */
  readonly complaint?: string
}

/** Bytes a copy may have. */
export const mostOfDocument = ({ ill }: Pick<Door, 'ill'>): number => ill.settings.downloadMiB * 1024 ** 2

/** Takes in a form with the file of a copy. @throws Problem those of `receiveForm` */
async function receiveDocument(door: Pick<Door, 'ill' | 'database' | 'clock'>, req: Request): Promise<DocumentForm> {
  const most = mostOfDocument(door)
  let before: DocumentForm['fields'] | undefined
  try {
    const { fields, taken } = await receiveForm(req, most + 1, ({ name, fields, bytes }) => {
      before = fields
      return takeDocument(door.database, bytes, { fileName: name, most, now: new Date(door.clock.now()) })
    })
    return { fields, document: taken }
  } catch (error) {
    if (!before || !(error instanceof Problem)) throw error
    if (['document-type', 'document-empty', 'document-too-large', 'body-too-large'].includes(error.code))
      return { fields: before, complaint: `${wordsOf(error, door)}.` }
    throw error
  }
}

/** Takes in such a form and hands it to `use`; what of the file is not used is dropped. @throws as `receiveDocument`, and what `use` throws */
export async function withDocument<T>(
  door: Pick<Door, 'ill' | 'database' | 'clock'>,
  req: Request,
  use: (form: DocumentForm) => Promise<T>,
): Promise<T> {
  const form = await receiveDocument(door, req)
  try {
    return await use(form)
  } finally {
    if (form.document) await dropTaken(door.database, form.document)
  }
}

/** The parser of the form may be quicker to see that it is too much. */
const wordsOf = (problem: Problem, { ill }: Pick<Door, 'ill'>): string =>
  problem.code === 'body-too-large'
    ? new Problem('document-too-large', { mebibytes: ill.settings.downloadMiB }).message
    : problem.message
