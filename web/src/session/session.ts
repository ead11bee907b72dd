/** Who is signed in. The access token is kept in memory only; the browser keeps the refresh cookie, out of reach of scripts. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useTokens, type Schema } from '@/api/client'
import { offline, problemFrom, signedOut } from '@/api/problem'
import { inTurn, tabs, type Signed } from './tabs'

export type User = Schema['User']

/** Renewed this long before it runs out, so that a request never starts with a dying token. */
const EARLY_MS = 30_000
/** Says only that a cookie may be there; without it nothing needs to be asked on the sign-in page. */
const HINT = 'canbao.signed-in'

async function post(path: string, body?: unknown): Promise<Response> {
  try {
    const json = body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
    return await fetch(path, { method: 'POST', credentials: 'same-origin', ...json })
  } catch {
    throw offline()
  }
}

async function signedFrom(answer: Response): Promise<Signed> {
  const body: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) throw problemFrom(answer.status, body)
  return body as Signed
}

interface Waiting {
  resolve: (token: string) => void
  reject: (reason: unknown) => void
}

export const useSession = defineStore('session', () => {
  const signed = shallowRef<Signed>()
  /** The session has run out and what was asked waits for the user to sign in again. */
  const isExpired = ref(false)
  /** Another tab has signed in as somebody else. */
  const isReplaced = ref(false)
  let waiting: Waiting[] = []
  let renewal: Promise<Signed | undefined> | undefined

  const user = computed(() => signed.value?.user)
  const role = computed(() => user.value?.role)
  const isAgency = computed(() => role.value === 'agency' || role.value === 'admin')

  const tell = tabs((word) => {
    if (word.kind === 'renewed') take(word.signed)
    else if (signed.value) location.reload()
  })

  /** A session of another person must not go on under the pages of the present one. */
  function take(next: Signed): void {
    if (signed.value && signed.value.user.id !== next.user.id) {
      isReplaced.value = true
      return
    }
    signed.value = next
    localStorage.setItem(HINT, '1')
    isExpired.value = false
    const served = waiting
    waiting = []
    for (const one of served) one.resolve(next.accessToken)
  }

  function forget(): void {
    signed.value = undefined
    localStorage.removeItem(HINT)
  }

  const isFresh = (): boolean => !!signed.value && Date.parse(signed.value.expiresAt) - EARLY_MS > Date.now()

  async function ask(refused: string | undefined): Promise<Signed | undefined> {
    return inTurn(async () => {
      // Another tab may have been first.
      if (signed.value && signed.value.accessToken !== refused && isFresh()) return signed.value
      const answer = await post('/api/sessions/refresh')
      if (answer.status === 401) return undefined
      const next = await signedFrom(answer)
      take(next)
      tell({ kind: 'renewed', signed: next })
      return next
    })
  }

  /** One renewal at a time in this tab; undefined when the cookie is no longer good. */
  function renew(refused = signed.value?.accessToken): Promise<Signed | undefined> {
    renewal ??= ask(refused).finally(() => (renewal = undefined))
    return renewal
  }

  /** Takes up the session the browser may still have. */
  async function resume(): Promise<boolean> {
    if (signed.value) return true
    if (!localStorage.getItem(HINT)) return false
    const found = await renew()
    if (!found) localStorage.removeItem(HINT)
    return !!found
  }

  async function signIn(username: string, password: string): Promise<void> {
    const next = await signedFrom(await post('/api/sessions', { username, password }))
    take(next)
    tell({ kind: 'renewed', signed: next })
  }

  async function signOut(): Promise<void> {
    await fetch('/api/sessions/current', {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${signed.value?.accessToken ?? ''}` },
    }).catch(() => undefined)
    forget()
    tell({ kind: 'out' })
  }

  /** The user does not want to sign in again: what waited is given up. */
  function giveUp(): void {
    const given = waiting
    waiting = []
    isExpired.value = false
    forget()
    for (const one of given) one.reject(signedOut())
  }

  function afterSigningIn(): Promise<string> {
    isExpired.value = true
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
  }

  async function current(): Promise<string | undefined> {
    if (!signed.value || isFresh()) return signed.value?.accessToken
    return isExpired.value ? afterSigningIn() : ((await renew())?.accessToken ?? afterSigningIn())
  }

  async function renewed(refused: string | undefined): Promise<string> {
    // Nobody is signed in: there is no session to take up again.
    if (!signed.value) throw signedOut()
    if (isExpired.value) return afterSigningIn()
    return (await renew(refused))?.accessToken ?? afterSigningIn()
  }

  useTokens({ current, renewed })
  return { user, role, isAgency, isExpired, isReplaced, resume, renew, signIn, signOut, giveUp }
})
