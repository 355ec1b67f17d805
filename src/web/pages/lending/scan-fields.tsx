import { TextField } from '../../components/field.tsx'
import { cut } from '../../text.ts'
import type { Ticked } from '../requests/bulk/chosen.ts'
import { longestNumber, type Scans, scanField } from './scanned.ts'

interface ScanFieldsProps {
  readonly ticked: readonly Ticked[]
  readonly scans: Scans
}

/** A line for each request, into which the number of the copy that goes is scanned. */
export function ScanFields({ ticked, scans }: ScanFieldsProps) {
  const next = ticked.find(({ id }) => scans.get(id)?.fault !== undefined || !scans.get(id)?.number)
  return (
    <fieldset class="stacked">
      <legend>Copies that go</legend>
      <p class="hint">
        Scan each copy into the line of its request. A request without a number stays as it is, and is named.
      </p>
      {/* A scanner presses Enter, and that presses the first button: this one only looks. */}
      <button type="submit" name="look" value="1" class="hidden" tabIndex={-1} aria-hidden="true">
        Look
      </button>
      {ticked.map(({ id, name, title }) => {
        const { number = '', hint, fault } = scans.get(id) ?? {}
        return (
          <TextField
            key={id}
            id={scanField(id)}
            label={`${name} · ${cut(title, 80)}`}
            hint={hint}
            complaint={fault}
            // What cannot go is named above: the next scan begins anew.
            value={fault === undefined ? number : ''}
            maxLength={longestNumber}
            autocomplete="off"
            autofocus={id === next?.id}
          />
        )
      })}
    </fieldset>
  )
}
