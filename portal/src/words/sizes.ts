/** How large a file is, in the unit that people would use: "812 B", "3.4 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const inKilobytes = bytes / 1024
  return inKilobytes < 1024 ? `${Math.round(inKilobytes)} KB` : `${(inKilobytes / 1024).toFixed(1)} MB`
}
