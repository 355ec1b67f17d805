import { FindField } from '../../components/find-field.tsx'

/** One field that finds a reader's request. */
export const FindRequest = ({ text }: { readonly text?: string }) => (
  <FindField action="/requests/list" text={text} hint="Its number, a card number, or words of the title or the name" />
)
