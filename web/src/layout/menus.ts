/** The menus, in the order of the manual (A14, X-2), as far as the API has what stands behind them. */
export interface MenuItem {
  label: string
  to: string
  exact?: boolean
}

export const UNIT_MENU: MenuItem[] = [
  { label: '首页', to: '/', exact: true },
  { label: '参保申请', to: '/applications' },
  { label: '缴费单处理', to: '/payments' },
  { label: '职工参保记录', to: '/enrollments' },
  { label: '互助保障计划', to: '/plans' },
  { label: '我的单位', to: '/unit' },
]

export const AGENCY_MENU: MenuItem[] = [{ label: '首页', to: '/agency', exact: true }]
