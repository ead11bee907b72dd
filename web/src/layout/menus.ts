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
  { label: '变更申请', to: '/changes' },
  { label: '我的单位', to: '/unit' },
  { label: '消息通知', to: '/notices' },
]

export const AGENCY_MENU: MenuItem[] = [
  { label: '首页', to: '/agency', exact: true },
  { label: '待办审核', to: '/agency/reviews' },
  { label: '缴费单处理', to: '/agency/payments' },
  { label: '参保单查询', to: '/agency/applications' },
  { label: '职工参保记录', to: '/agency/enrollments' },
  { label: '变更申请', to: '/agency/changes' },
  { label: '互助保障计划', to: '/agency/plans' },
  { label: '消息通知', to: '/agency/notices' },
]
