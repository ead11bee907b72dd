/** Columns of a list, and what people choose to see of them. */
export interface Column {
  key: string
  title: string
  /** Always shown. */
  fixed?: boolean
  /** Numbers stand right. */
  right?: boolean
}
export type Density = '' | 'compact'
export interface Kept {
  hidden: string[]
  density: Density
}

const place = (keep: string) => `canbao.columns.${keep}`

export function load(keep?: string): Kept {
  const none: Kept = { hidden: [], density: '' }
  if (!keep) return none
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(place(keep)) ?? '{}') as Partial<Kept>) }
  } catch {
    return none
  }
}

export function save(keep: string | undefined, kept: Kept): void {
  if (keep) localStorage.setItem(place(keep), JSON.stringify(kept))
}
