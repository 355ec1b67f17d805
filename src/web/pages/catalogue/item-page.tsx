import type { Complaints } from '../../complaints.ts'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import type { ItemTyped } from '../../item-form.ts'
import { bibHref } from '../../our-address.ts'
import type { OurBib } from '../../our-bib.ts'

export interface ItemPageProps {
  readonly door: Door
  readonly of: OurBib
  readonly typed: ItemTyped
  readonly complaints: Complaints
  /** The item that is changed; none for a new one. */
  readonly item?: { readonly id: number; readonly version: number }
  /** Somebody else changed it while the form was open. */
  readonly overtaken?: boolean
  /** The number of the item added just before. */
  readonly added?: string | undefined
}

/** The form of one item. */
export function ItemPage({ door, of, typed, complaints, item, overtaken = false, added }: ItemPageProps) {
  const { bib, full, lists } = of
  const heading = item ? 'Change an item' : 'Add an item'
  const action = bibHref(bib.id, item ? `/items/${item.id}` : '/items/new')
  const branchless = lists.branch.every(({ active }) => !active)
  return (
    <Layout door={door} title={heading}>
      <div class="form-page">
        <nav class="bar neighbours" aria-label="Record">
          <Link to={bibHref(bib.id)}>
            ‹ <Words text={full.brief.title.script ?? full.brief.title.text} most={120} />
          </Link>
        </nav>
        <h1>{heading}</h1>
        {added && (
          <div role="status">
            <Note tone="info">{added} is added. Scan the next, or go back to the record.</Note>
          </div>
        )}
        {overtaken && (
          <div role="alert">
            <Note tone="bad">
              Somebody changed this item while you had it open, so nothing was saved. What you typed stands below;{' '}
              <Link to={action}>look at the item as it is now</Link> before you save again.
            </Note>
          </div>
        )}
        {branchless && (
          <Note tone="wait">
            There is no branch yet that could have it. Branches are added under{' '}
            <Link to="/admin/codes">Code lists</Link>.
          </Note>
        )}
        <form method="post" action={action} class="panel stacked">
          <CsrfField />
          {item && <input type="hidden" name="version" value={item.version} />}
          <TextField
            id="accessionNo"
            label="Accession number"
            hint="Scan the barcode, or type it."
            complaint={complaints['accessionNo']}
            value={typed.accessionNo}
            maxLength={80}
            autocomplete="off"
            autofocus={!item}
          />
          <div class="fields">
            <SelectField
              id="branch"
              label="Branch"
              choices={lists.branch}
              chosen={typed.branch}
              complaint={complaints['branch']}
            />
            <SelectField
              id="location"
              label="Location"
              none="None"
              choices={lists.location}
              chosen={typed.location}
              complaint={complaints['location']}
            />
            <SelectField
              id="collection"
              label="Collection"
              none="None"
              choices={lists.collection}
              chosen={typed.collection}
              complaint={complaints['collection']}
            />
            <SelectField
              id="status"
              label="Status"
              choices={lists.status}
              chosen={typed.status}
              complaint={complaints['status']}
            />
          </div>
          <TextField
            id="callNumber"
            label="Call number"
            complaint={complaints['callNumber']}
            value={typed.callNumber}
            autocomplete="off"
          />
          <TextField
            id="publicNote"
            label="Note for readers"
            complaint={complaints['publicNote']}
            value={typed.publicNote}
            autocomplete="off"
          />
          <TextField
            id="staffNote"
            label="Note for staff"
            hint="Readers never see it."
            complaint={complaints['staffNote']}
            value={typed.staffNote}
            autocomplete="off"
          />
          <div class="acts">
            <button type="submit" class="btn primary">
              {item ? 'Save' : 'Add'}
            </button>
            {!item && (
              <button type="submit" class="btn" name="next" value="1">
                Add, then another
              </button>
            )}
            <Link class="btn" to={bibHref(bib.id)}>
              Cancel
            </Link>
          </div>
        </form>
        {item && (
          <details class="panel danger">
            <summary>Remove this item</summary>
            <form method="post" action={`${action}/remove`}>
              <CsrfField />
              <input type="hidden" name="version" value={item.version} />
              <p>The item goes for good; the record stays.</p>
              <button type="submit" class="btn">
                Remove it
              </button>
            </form>
          </details>
        )}
      </div>
    </Layout>
  )
}
