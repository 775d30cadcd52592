import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { meSchema } from '../../shared/wire/account.ts'
import { request } from '../http/request.ts'
import { SECONDARY_DISPLAY } from '../ui/secondary-display.ts'
import { safeNext } from './safe-next.ts'
import classes from './login-page.module.css'

type Attempt = { readonly state: 'ready' | 'asking' } | { readonly state: 'refused'; readonly message: string }

const useSignIn = (next: string) => {
  const [attempt, setAttempt] = useState<Attempt>({ state: 'ready' })
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signIn = async (name: string, password: string) => {
    setAttempt({ state: 'asking' })
    const answer = await request(meSchema, { method: 'POST', path: '/auth/login', body: { name, password } })
    if (!answer.ok) {
      setAttempt({ state: 'refused', message: answer.error.message })
      return
    }
    queries.clear()
    await navigate(next, { replace: true })
  }
  return { attempt, signIn }
}

/** Name and password; afterwards the page that was wanted. */
export const LoginPage = () => {
  const [params] = useSearchParams()
  const next = safeNext(params.get('next'))
  const { attempt, signIn } = useSignIn(next)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void signIn(name.trim(), password)
  }
  return (
    <main className={classes.page}>
      <form className={classes.form} onSubmit={submit} aria-labelledby="sign-in">
        <p className={classes.product}>Vigil</p>
        <h1 id="sign-in" className={classes.title}>
          Sign in
        </h1>
        {next === '/' ? null : <p className={classes.hint}>You are taken to {next} afterwards.</p>}
        <TextInput
          label="Name"
          name="username"
          autoComplete="username"
          autoFocus
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {attempt.state === 'refused' ? (
          <p className={classes.refusal} role="alert">
            {attempt.message}
          </p>
        ) : null}
        <Button type="submit" loading={attempt.state === 'asking'}>
          Sign in
        </Button>
        <p className={classes.secondary}>{SECONDARY_DISPLAY}</p>
      </form>
    </main>
  )
}
