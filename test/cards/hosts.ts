const colors = (text: string, subtle: string, accent: string, good: string, warning: string, attention: string) => ({
  default: { default: text, subtle },
  accent: { default: accent, subtle: accent },
  good: { default: good, subtle: good },
  warning: { default: warning, subtle: warning },
  attention: { default: attention, subtle: attention },
});

const fontSizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 };
const fontWeights = { lighter: 200, default: 400, bolder: 600 };

const host = (foregroundColors: object, backgrounds: Record<string, string>) => ({
  fontFamily: '"Segoe UI", "Liberation Sans", sans-serif',
  supportsInteractivity: true,
  fontSizes,
  fontTypes: {
    default: { fontFamily: '"Segoe UI", "Liberation Sans", sans-serif', fontSizes, fontWeights },
    monospace: { fontFamily: '"Cascadia Mono", "Liberation Mono", monospace', fontSizes, fontWeights },
  },
  fontWeights,
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#8884' },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  inputs: {
    label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'attention' } },
    errorMessage: { size: 'small' },
  },
  containerStyles: Object.fromEntries(
    Object.entries(backgrounds).map(([style, backgroundColor]) => [style, { backgroundColor, foregroundColors }]),
  ),
});

/** Close to the colours Teams draws cards in, for the gallery only. */
export const lightHost = host(colors('#242424', '#616161', '#5b5fc7', '#237b4b', '#8a5300', '#c4314b'), {
  default: '#ffffff',
  emphasis: '#f3f2f1',
  good: '#e7f2da',
  warning: '#fbf0d9',
  attention: '#fcecef',
  accent: '#e8ebfa',
});

export const darkHost = host(colors('#ffffff', '#adadad', '#9299f7', '#92c353', '#f8d22a', '#f9526b'), {
  default: '#292929',
  emphasis: '#383838',
  good: '#1f3316',
  warning: '#463100',
  attention: '#4b1c25',
  accent: '#2f2f4a',
});
