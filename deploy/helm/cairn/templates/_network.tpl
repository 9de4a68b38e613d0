{{/* The pods of some kinds as a peer. Takes root, components. */}}
{{- define "cairn.peer" -}}
podSelector:
  {{- include "cairn.kinds" . | nindent 2 }}
{{- end -}}

{{/* A selector of the pods of some kinds. Takes root, components. */}}
{{- define "cairn.kinds" -}}
matchLabels: {{- include "cairn.selector" (dict "root" .root "component" "") | nindent 2 }}
matchExpressions:
  - {key: app.kubernetes.io/component, operator: In, values: {{ toJson .components }}}
{{- end -}}

{{/*
What pods of some kinds may do besides. Takes root, name, components, ingress and egress (lists of peers and ports; no peers is
everybody), extraEgress (rules as Kubernetes has them).
*/}}
{{- define "cairn.networkPolicy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "cairn.name" .root }}-{{ .name }}
  labels: {{- include "cairn.labels" (dict "root" .root "component" "") | nindent 4 }}
spec:
  podSelector: {{- include "cairn.kinds" . | nindent 4 }}
  policyTypes: {{ compact (list (ternary "Ingress" "" (not (not .ingress))) (ternary "Egress" "" (or (not (not .egress)) (not (not .extraEgress))))) | toJson }}
  {{- with .ingress }}
  ingress:
    {{- range . }}
    - {{ if .peers }}from: {{ toJson .peers }}
      {{ end }}ports: {{ include "cairn.ports" .ports }}
    {{- end }}
  {{- end }}
  {{- if or .egress .extraEgress }}
  egress:
    {{- range .egress }}
    - {{ if .peers }}to: {{ toJson .peers }}
      {{ end }}ports: {{ include "cairn.ports" .ports }}
    {{- end }}
    {{- with .extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end -}}

{{- define "cairn.ports" -}}
{{- $ports := list -}}
{{- range . }}{{ $ports = append $ports (dict "port" . "protocol" "TCP") }}{{ end -}}
{{- toJson $ports -}}
{{- end -}}
