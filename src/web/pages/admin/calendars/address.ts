/** Where the calendar of a branch, or of the house, is changed. */
export const calendarHref = (branch: string | undefined): string =>
  branch === undefined ? '/admin/calendars/edit' : `/admin/calendars/edit?branch=${encodeURIComponent(branch)}`
