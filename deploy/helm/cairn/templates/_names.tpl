{{/* The name that all others begin with. */}}
{{- define "cairn.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What selects the pods of the release: all of them, or with `component` those of one kind. Takes root, component. */}}
{{- define "cairn.selector" -}}
app.kubernetes.io/name: cairn
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{/* Labels of one thing. Takes root, component. */}}
{{- define "cairn.labels" -}}
{{ include "cairn.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: cairn
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "cairn.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "cairn.name" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{/* Whether the setup has to wait for stores that this release declares itself: then it runs after the first installation. */}}
{{- define "cairn.ownStores" -}}
{{- if or .Values.strimzi.cluster.enabled .Values.keycloakOperator.enabled -}}true{{- end -}}
{{- end -}}
