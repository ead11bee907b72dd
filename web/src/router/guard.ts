/** Who may see which page; the server decides again with every request. */
import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { useSession, type User } from '@/session/session'

export type Audience = 'public' | 'anyone' | 'unit' | 'agency'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Where the page stands: [name, address] from the menu down. */
    crumbs?: [string, string][]
    audience?: Audience
  }
}

export const isAgencyUser = (user: User): boolean => user.role !== 'unit'

/** Where a user goes after signing in: the page asked for, if it is a page of this system, else home. */
export function landing(user: User, wanted?: unknown): RouteLocationRaw {
  if (user.mustChangePassword) return '/password'
  if (typeof wanted === 'string' && /^\/(?![/\\])/.test(wanted)) return wanted
  return isAgencyUser(user) ? '/agency' : '/'
}

export async function guard(to: RouteLocationNormalized): Promise<true | RouteLocationRaw> {
  const audience = to.meta.audience ?? 'anyone'
  if (audience === 'public') return true
  const session = useSession()
  await session.resume()
  const user = session.user
  if (!user) return to.fullPath === '/' ? '/login' : { path: '/login', query: { to: to.fullPath } }
  if (user.mustChangePassword && to.path !== '/password') return '/password'
  if (audience === 'unit' && isAgencyUser(user)) return '/agency'
  if (audience === 'agency' && !isAgencyUser(user)) return '/'
  return true
}
