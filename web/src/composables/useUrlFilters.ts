/** Filters in the address, so that a list can be linked, left and come back to; the last ones are remembered. */
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

export type Filters = Record<string, string>
const PAGE_SIZES = [10, 20, 50, 100]

function read(query: LocationQuery, names: readonly string[]): Filters {
  const found: Filters = {}
  for (const name of names) {
    const value = query[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  return found
}

/** `names` are the filters; `remember` is the key under which the last ones are kept on this machine. */
export function useUrlFilters(names: readonly string[], remember?: string) {
  const route = useRoute()
  const router = useRouter()
  const here = route.path
  const key = remember && `canbao.filters.${remember}`

  // Nothing said in the address: the last ones, as on returning by the menu.
  if (key && Object.keys(route.query).length === 0) {
    const kept = localStorage.getItem(key)
    if (kept && kept !== '{}') void router.replace({ query: JSON.parse(kept) as Filters })
  }

  const filters = computed(() => read(route.query, names))
  const page = computed(() => Math.max(1, Math.floor(Number(route.query.page)) || 1))
  const pageSize = computed(() => {
    const size = Number(route.query.size)
    return PAGE_SIZES.includes(size) ? size : 10
  })
  const query = computed(() => ({ ...filters.value, page: page.value, pageSize: pageSize.value }))
  const isFiltered = computed(() => Object.keys(filters.value).length > 0)

  async function go(next: Filters): Promise<void> {
    if (route.path !== here) return
    // Pages are left out: who comes back wants the newest.
    if (key) localStorage.setItem(key, JSON.stringify({ ...next, page: undefined }))
    await router.replace({ query: next })
  }

  const sized = (size: number): Filters => (size === 10 ? {} : { size: String(size) })

  function current(): Filters {
    return { ...filters.value, ...sized(pageSize.value) }
  }

  /** Sets these filters and no others, from the first page on. */
  function set(next: Filters): Promise<void> {
    const given = Object.fromEntries(Object.entries(next).filter(([name, value]) => names.includes(name) && value !== ''))
    return go({ ...given, ...sized(pageSize.value) })
  }

  const turnTo = (to: number) => go({ ...current(), ...(to > 1 ? { page: String(to) } : {}) })
  const resize = (size: number) => go({ ...filters.value, ...sized(size) })

  return { filters, page, pageSize, query, isFiltered, set, turnTo, resize }
}
