/** One field that finds a request of another library by whatever is at hand. */
export const FindLending = ({ text = '' }: { readonly text?: string }) => (
  <search>
    <form class="find" action="/lending/list">
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
      <input type="hidden" name="all" value="1" />
      <button type="submit" class="btn">
        Find
      </button>
      <p class="hint" id="text-hint">
        Our number or theirs, words of the title, or the library’s name
      </p>
    </form>
  </search>
)
