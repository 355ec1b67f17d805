/** One field that finds a request by whatever is at hand. */
export const FindRequest = ({ text = '' }: { readonly text?: string }) => (
  <search>
    <form class="find" action="/requests/list">
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
      <button type="submit" class="btn">
        Find
      </button>

      <p class="hint" id="text-hint">
        Its number, a card number, or words of the title or the name
      </p>
    </form>
  </search>
)
