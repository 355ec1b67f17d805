interface FindFieldProps {
  readonly action: string
  readonly text?: string | undefined
  /** What can be typed. */
  readonly hint: string
  /** Looks among those that are done, too. */
  readonly all?: true
}

/** One field that finds a request by whatever is at hand. */
export const FindField = ({ action, text = '', hint, all }: FindFieldProps) => (
  <search>
    <form class="find" action={action}>
      <label for="text">Find a request</label>
      <input
        id="text"
        name="text"
        type="search"
        value={text}
        maxLength={200}
        autocomplete="off"
        aria-describedby="text-hint"
      />
      {all && <input type="hidden" name="all" value="1" />}
      <button type="submit" class="btn">
        Find
      </button>
      <p class="hint" id="text-hint">
        {hint}
      </p>
    </form>
  </search>
)
