/** Days on which a place works, in its own time zone. Functions of their arguments. */
export {
  addDays,
  addOpenDays,
  afterOpenDays,
  Calendar,
  daysBetween,
  everyDay,
  isOpen,
  nextOpenDay,
  openDaysBetween,
  previousOpenDay,
} from './calendar.ts'
export { readDates, readWeekdays, weekdayNames, writeDates, writeWeekdays } from './text.ts'
export { dateIn, instantOf, isTimeZone, machineTimeZone, timeIn } from './zones.ts'
