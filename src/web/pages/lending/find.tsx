import { FindField } from '../../components/find-field.tsx'

/** One field that finds a request of another library. */
export const FindLending = ({ text }: { readonly text?: string }) => (
  <FindField
    action="/lending/list"
    text={text}
    hint="Our number or theirs, words of the title, or the library’s name"
    all
  />
)
