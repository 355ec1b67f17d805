import { type ProbeStep, probeText } from '../../../../search/index.ts'
import { Words } from '../../../components/words.tsx'
import { works } from '../../../target-test.ts'

const stepWords: Readonly<Record<ProbeStep['step'], string>> = {
  connect: 'Connect',
  init: 'Open a session',
  explain: 'Explain itself',
  options: 'What it offers',
  search: 'Search',
  syntax: 'Record syntax',
}

/** How a test went, step by step. */
export function Trace({ steps }: { readonly steps: readonly ProbeStep[] }) {
  return (
    <section class="with-table" role="status">
      <h2>{works(steps) ? '✓ It works: it answers a search' : '✕ It does not answer a search'}</h2>
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Result</th>
              <th scope="col">What it said</th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((tried) => (
              <tr key={`${tried.step} ${tried.detail}`}>
                <th scope="row">{stepWords[tried.step]}</th>
                <td>
                  <span class={`badge ${tried.ok ? 'ok' : 'bad'}`}>{tried.ok ? '✓ Done' : '✕ Failed'}</span>
                </td>
                <td data-label="What it said" class="spelled">
                  <Words text={probeText(tried)} most={1000} />
                </td>
                <td data-label="Time">{Math.round(tried.ms)} ms</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
