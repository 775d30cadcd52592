import type { ReactNode } from 'react'
import classes from './review.module.css'

export const Card = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={classes.card}>
    <h2 className={classes.cardTitle}>{title}</h2>
    {children}
  </section>
)
