/** The pages of the agency. */
import type { RouteRecordRaw } from 'vue-router'

export const agencyRoutes: RouteRecordRaw[] = [
  {
    path: '/agency',
    component: () => import('@/layout/AgencyShell.vue'),
    meta: { audience: 'agency' },
    children: [{ path: '', component: () => import('@/features/home/AgencyHomePage.vue'), meta: { title: '首页' } }],
  },
]
