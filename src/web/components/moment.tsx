/** A moment to the minute. */
export const Moment = ({ at }: { readonly at: Date }) => (
  <time dateTime={at.toISOString()}>{`${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`}</time>
)
