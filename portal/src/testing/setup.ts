import { notifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// What Mantine asks of a browser and happy-dom lacks or answers differently.
class SilentResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

vi.stubGlobal('ResizeObserver', SilentResizeObserver)
window.matchMedia = query =>
  ({
    // A query that asks for nothing fits everything, as in a browser; tables show columns by it.
    matches: query === '',
    media: query,
    onchange: null,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }) as MediaQueryList
Object.defineProperty(document, 'fonts', { value: new EventTarget() })
Element.prototype.scrollIntoView = () => {}

// The machine that tests may be busy; the whole document in a failure helps nobody.
configure({ asyncUtilTimeout: 5000, getElementError: message => new Error(message ?? 'Not found') })

afterEach(() => {
  cleanup()
  notifications.clean()
})
