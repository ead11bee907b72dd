/** The pages of a unit. */
import type { RouteRecordRaw } from 'vue-router'

export const unitRoutes: RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('@/layout/UnitShell.vue'),
    meta: { audience: 'unit' },
    children: [{ path: '', component: () => import('@/features/home/HomePage.vue'), meta: { title: '首页' } }],
  },
]
