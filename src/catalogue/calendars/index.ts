export {
  type BranchCalendar,
  branchCalendar,
  branchCalendars,
  removeBranchCalendar,
  saveBranchCalendar,
  usualCalendar,
} from './calendars.ts'
