import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { api, ask } from '@/api/client'
import { useSession } from './session'

const user = (id: string) => ({ id, username: id, displayName: id, role: 'unit', duties: [], units: [], mustChangePassword: false })
const later = () => new Date(Date.now() + 900_000).toISOString()
const signed = (token: string, id = 'unit1', expiresAt = later()) => ({ accessToken: token, expiresAt, user: user(id) })
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const refused = () => json({ error: { code: 'not_signed_in', message: '请先登录', requestId: 'r', fields: [] } }, 401)

/** A server that takes one token, renews as told and counts. */
class Server {
  good = 'first'
  renewals: (() => Response)[] = []
  refreshes = 0
  bodies: string[] = []

  answer = async (input: Request | string, init?: RequestInit): Promise<Response> => {
    const url = typeof input === 'string' ? input : input.url
    if (url.endsWith('/api/sessions/refresh')) {
      this.refreshes++
      return this.renewals.shift()?.() ?? refused()
    }
    if (url.endsWith('/api/sessions')) {
      const { username, password } = JSON.parse(String(init?.body)) as { username: string; password: string }
      if (password !== 'right') return json({ error: { code: 'invalid_credentials', message: '用户名或密码错误', requestId: 'r', fields: [] } }, 401)
      return json(signed(this.good, username), 201)
    }
    const request = input as Request
    if (request.headers.get('Authorization') !== `Bearer ${this.good}`) return refused()
    if (request.method === 'POST') this.bodies.push(await request.text())
    return json({ number: 'CB1' })
  }
}

let server: Server
const read = () => ask(api.GET('/api/applications/{number}', { params: { path: { number: 'CB1' } } }))

beforeEach(() => {
  setActivePinia(createPinia())
  localStorage.clear()
  server = new Server()
  vi.stubGlobal('fetch', server.answer)
  vi.stubGlobal('BroadcastChannel', undefined)
})

describe('a session', () => {
  it('is renewed once for all that is asked at the same time', async () => {
    const session = useSession()
    await session.signIn('unit1', 'right')
    server.good = 'second'
    server.renewals = [() => json(signed('second'))]
    await expect(Promise.all([read(), read(), read()])).resolves.toHaveLength(3)
    expect(server.refreshes).toBe(1)
  })

  it('is renewed before it runs out', async () => {
    const session = useSession()
    localStorage.setItem('canbao.signed-in', '1')
    server.renewals = [() => json(signed('old', 'unit1', new Date(Date.now() + 1000).toISOString())), () => json(signed('first'))]
    expect(await session.resume()).toBe(true)
    await read()
    expect(server.refreshes).toBe(2)
  })

  it('that has ended holds what was asked, and sends it with its body after signing in again', async () => {
    const session = useSession()
    await session.signIn('unit1', 'right')
    server.good = 'second'
    const posted = ask(api.POST('/api/applications', { body: { unitId: 'u1' } }))
    await vi.waitFor(() => expect(session.isExpired).toBe(true))
    const other = read()
    await expect(session.signIn('unit1', 'wrong')).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect(session.isExpired).toBe(true)
    await session.signIn('unit1', 'right')
    await expect(posted).resolves.toMatchObject({ number: 'CB1' })
    await expect(other).resolves.toBeDefined()
    expect(server.bodies).toEqual(['{"unitId":"u1"}'])
    expect(session.isExpired).toBe(false)
  })

  it('given up ends what waited', async () => {
    const session = useSession()
    await session.signIn('unit1', 'right')
    server.good = 'second'
    const pending = read()
    await vi.waitFor(() => expect(session.isExpired).toBe(true))
    session.giveUp()
    await expect(pending).rejects.toMatchObject({ code: 'signed_out' })
    expect(session.user).toBeUndefined()
  })

  it('does not go on as another person', async () => {
    const session = useSession()
    await session.signIn('unit1', 'right')
    await session.signIn('unit2', 'right')
    expect(session.user?.id).toBe('unit1')
    expect(session.isReplaced).toBe(true)
  })

  it('is not asked for where this browser never signed in', async () => {
    expect(await useSession().resume()).toBe(false)
    expect(server.refreshes).toBe(0)
  })

  it('keeps no token where a script of another page could read it', async () => {
    await useSession().signIn('unit1', 'right')
    expect(JSON.stringify({ ...localStorage }) + document.cookie).not.toContain('first')
  })

  it('says that the network is gone', async () => {
    await useSession().signIn('unit1', 'right')
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(read()).rejects.toMatchObject({ code: 'offline' })
  })
})
