/** Prints the page. There only where there is a script to press it: the page has `print.js`. */
export const PrintButton = () => (
  <p class="printing" hidden>
    <button type="button" class="btn primary">
      Print
    </button>
  </p>
)
