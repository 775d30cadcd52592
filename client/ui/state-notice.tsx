import { Button, Loader } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './state-notice.module.css'

export interface StateNoticeProps {
  readonly title: string
  /** What to do next. */
  readonly children?: ReactNode
}

/** What stands where a page has nothing to show: why, and what to do next. */
export const StateNotice = ({ title, children }: StateNoticeProps) => (
  <div className={classes.notice}>
    <p className={classes.title}>{title}</p>
    {children}
  </div>
)

export const LoadingNotice = ({ what }: { readonly what: string }) => (
  <div className={classes.notice} role="status" aria-busy="true">
    <Loader size="sm" color="gray" />
    <p className={classes.text}>Loading {what} …</p>
  </div>
)

export interface FailureNoticeProps {
  readonly what: string
  readonly problem: { readonly code: string; readonly message: string; readonly status: number | null }
  readonly again: () => void
}

export const FailureNotice = ({ what, problem, again }: FailureNoticeProps) => (
  <div className={classes.notice} role="alert">
    <p className={classes.title}>
      {problem.status === null ? `No link: ${what} cannot be loaded now` : `${what} could not be loaded`}
    </p>
    <p className={classes.text}>{problem.message}</p>
    {problem.status === 401 ? (
      <a href="/login">Sign in again</a>
    ) : (
      <Button variant="default" onClick={again}>
        Try again
      </Button>
    )}
  </div>
)
