/** How every field for a day looks: red belongs to alarms, so a weekend has no colour, and each arrow has a name. */
export const DAY_INPUT = {
  clearable: true,
  valueFormat: 'YYYY-MM-DD',
  placeholder: 'YYYY-MM-DD',
  hideOutsideDates: true,
  weekendDays: [],
  ariaLabels: {
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    previousYear: 'Previous year',
    nextYear: 'Next year',
    previousDecade: 'Previous decade',
    nextDecade: 'Next decade',
  },
}
