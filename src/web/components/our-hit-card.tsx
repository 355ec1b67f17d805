import type { Branch, CatalogueHit, ItemSummary } from '../../catalogue/index.ts'
import { bibHref } from '../our-address.ts'
import { BriefLines } from './brief-lines.tsx'
import { Cover } from './cover.tsx'

const mostBranchesNamed = 4

interface OurHitCardProps {
  readonly hit: CatalogueHit
  readonly branches: readonly Branch[]
  /** Staff tell records apart by more than readers do. */
  readonly staff: boolean
}

/** One entry of our own list: what it is on the left, whether it can be had on the right. */
export const OurHitCard = ({ hit: { id, brief, items, level }, branches, staff }: OurHitCardProps) => (
  <li class="panel hit" id={`bib-${id}`}>
    <Cover brief={brief} />
    <BriefLines
      brief={brief}
      to={bibHref(id)}
      id={`title-${id}`}
      further={staff ? [`record\u00a0${id}`, ...(brief.controlNumber ? [`no.\u00a0${brief.controlNumber}`] : [])] : []}
    />
    <div class="held">
      <Availability items={items} branches={branches} />
      {staff && level === 'brief' && (
        <p>
          <span class="badge wait">
            <span aria-hidden="true">△</span> brief record
          </span>
        </p>
      )}
    </div>
  </li>
)

function Availability({ items, branches }: { readonly items: ItemSummary; readonly branches: readonly Branch[] }) {
  if (items.count === 0) return <p class="hint">No copies listed</p>
  const names = items.branches.map((code) => branches.find((branch) => branch.code === code)?.label ?? code)
  return (
    <>
      <p>
        <span class={`badge ${items.available > 0 ? 'ok' : 'calm'}`}>
          <span aria-hidden="true">{items.available > 0 ? '✓' : '○'}</span> {availableWords(items)}
        </span>
      </p>
      <ul>
        {names.slice(0, mostBranchesNamed).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {names.length > mostBranchesNamed && <li class="hint">and {names.length - mostBranchesNamed} more</li>}
      </ul>
    </>
  )
}

function availableWords({ count, available }: ItemSummary): string {
  if (count === 1) return available ? 'available' : 'not available now'
  return available === 0 ? `none of ${count} available now` : `${available} of ${count} available`
}
