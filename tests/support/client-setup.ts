// What the component library asks of a browser, and jsdom does not have. Nothing here answers for the product.
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

window.matchMedia = (query) =>
  Object.assign(new EventTarget(), { matches: false, media: query, onchange: null }) as MediaQueryList

window.ResizeObserver = class {
  observe() {
    // jsdom lays nothing out, so nothing changes its size.
  }
  unobserve() {
    // As above.
  }
  disconnect() {
    // As above.
  }
}

Element.prototype.scrollIntoView = () => undefined

afterEach(() => cleanup())
