import { type ImportBatch, importBatch } from '../../../../catalogue/index.ts'
import type { Db } from '../../../../kit/db/index.ts'
import { Problem } from '../../../../problems.ts'
import { flavourNames } from '../../../../standards/marc/index.ts'
import { Link } from '../../../components/link.tsx'
import { Note } from '../../../components/note.tsx'
import type { ListPageAddress } from './address.ts'

/** A file to be loaded that a list was handed over as. */
export interface FileHandedOver {
  readonly batch: ImportBatch
  /** The very file had been loaded before. */
  readonly before: boolean
}

/** The files an address names, as far as they are still there. */
export async function handedOver(
  db: Db,
  { batch, before }: Pick<ListPageAddress, 'batch' | 'before'>,
): Promise<readonly FileHandedOver[]> {
  const named = [...batch.map((id) => ({ id, before: false })), ...before.map((id) => ({ id, before: true }))]
  const files: FileHandedOver[] = []
  for (const { id, before } of named)
    try {
      files.push({ batch: await importBatch(db, id), before })
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'import-gone')) throw error
    }
  return files
}

/** Where a list went that was handed over as several files. */
export const HandedOver = ({ files }: { readonly files: readonly FileHandedOver[] }) =>
  files.length === 0 ? null : (
    <div role="status">
      <Note tone="info">
        <p>The records are of different kinds, and a file to be loaded is of one. Check and load each:</p>
        <ul>
          {files.map(({ batch, before }) => (
            <li key={batch.id}>
              <Link to={`/import/${batch.id}`}>{batch.fileName}</Link>: {flavourNames[batch.profile.flavour]}, profile{' '}
              {batch.profileName}
              {before && ', loaded before: nothing was taken in'}
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
