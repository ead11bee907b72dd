/** What notices ask of the API. */
import { shallowRef } from 'vue'
import { api, ask, type Schema } from '@/api/client'

export type Notice = Schema['Notice']

export const listNotices = (query: { unread?: boolean; page?: number; pageSize?: number }) => ask(api.GET('/api/notices', { params: { query } }))
export const readNotice = (id: string) => ask(api.POST('/api/notices/{id}/read', { params: { path: { id } } }))
export const readAll = () => ask(api.POST('/api/notices/read-all'))

/** How many are unread; shown in the header. */
export const unread = shallowRef(0)

export async function refreshUnread(): Promise<void> {
  unread.value = (await listNotices({ unread: true, pageSize: 1 }).catch(() => undefined))?.unread ?? unread.value
}
