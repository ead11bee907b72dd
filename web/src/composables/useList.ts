/** A paged list whose filters live in the address. */
import { computed, watch, type Ref } from 'vue'
import { useLoad } from './useLoad'

export interface Page<T> {
  items: T[]
  total: number
  page: number
  pageSize: number
}

export interface Paging {
  page: number
  pageSize: number
}

/** Reads again whenever `query` changes. */
export function useList<Q extends Paging, P extends Page<unknown>>(query: Ref<Q>, read: (query: Q) => Promise<P>) {
  const { data, problem, loading, load } = useLoad(() => read(query.value))
  watch(query, (next, previous) => {
    if (JSON.stringify(next) !== JSON.stringify(previous)) void load()
  })
  void load()
  return {
    page: data,
    items: computed(() => (data.value?.items ?? []) as P['items']),
    total: computed(() => data.value?.total ?? 0),
    problem,
    loading,
    reload: load,
  }
}
