const SAID: readonly (readonly [RegExp, string])[] = [
  [/^Invalid input: expected number, received (null|undefined)$/, 'a figure is needed'],
  [/^Invalid input$/, 'a figure is needed'],
  [/^Too small: expected number to be >=(.+)$/, '$1 or more is accepted'],
  [/^Too small: expected number to be >(.+)$/, 'more than $1 is accepted'],
  [/^Too big: expected number to be <=(.+)$/, 'at most $1 is accepted'],
  [/^Too small: expected string to have >=1 characters$/, 'some words are needed'],
  [/^Too big: expected string to have <=(\d+) characters$/, 'at most $1 characters are accepted'],
  [/^Too small: expected array to have >=1 items$/, 'at least one is needed'],
]

/** What a schema says of a field, for people. */
export const plainWords = (message: string): string => {
  const known = SAID.find(([pattern]) => pattern.test(message))
  return known === undefined ? message : message.replace(known[0], known[1])
}
