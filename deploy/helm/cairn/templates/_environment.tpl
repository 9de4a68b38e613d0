{{/* Environment variables by what they are for: each is a list of entries for a container. */}}

{{- define "cairn.environment.mongo" -}}
- name: CAIRN_MONGO_URL
  valueFrom: {secretKeyRef: {name: {{ required "mongo.existingSecret is required" .Values.mongo.existingSecret }}, key: {{ .Values.mongo.urlKey }}}}
{{- if .Values.mongo.tls.caSecret }}
- {name: CAIRN_MONGO_TLS_CA_FILE, value: /etc/cairn/mongo-ca/ca.crt}
{{- end }}
{{- if .Values.mongo.tls.clientSecret }}
- {name: CAIRN_MONGO_TLS_CERTIFICATE_KEY_FILE, value: /etc/cairn/mongo-client/tls.pem}
{{- end }}
{{- end -}}

{{- define "cairn.environment.kafka" -}}
{{- with .Values.kafka -}}
- {name: CAIRN_KAFKA_BOOTSTRAP_SERVERS, value: {{ required "kafka.bootstrapServers is required" .bootstrapServers | quote }}}
- {name: CAIRN_KAFKA_PARTITIONS, value: {{ .partitions | quote }}}
- {name: CAIRN_KAFKA_REPLICATION_FACTOR, value: {{ .replicationFactor | quote }}}
- {name: CAIRN_KAFKA_SECURITY_PROTOCOL, value: {{ .securityProtocol }}}
{{- if hasPrefix "SASL" .securityProtocol }}
{{- $secret := required "kafka.sasl.existingSecret is required with SASL" .sasl.existingSecret }}
- {name: CAIRN_KAFKA_SASL_MECHANISM, value: {{ .sasl.mechanism }}}
- name: CAIRN_KAFKA_SASL_USERNAME
  {{- if .sasl.username }}
  value: {{ .sasl.username | quote }}
  {{- else }}
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ .sasl.usernameKey }}}}
  {{- end }}
- name: CAIRN_KAFKA_SASL_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ .sasl.passwordKey }}}}
{{- end }}
{{- if .tls.caSecret }}
- {name: CAIRN_KAFKA_SSL_CA_FILE, value: /etc/cairn/kafka-ca/ca.crt}
{{- end }}
{{- if .tls.clientSecret }}
- {name: CAIRN_KAFKA_SSL_CERTIFICATE_FILE, value: /etc/cairn/kafka-client/tls.crt}
- {name: CAIRN_KAFKA_SSL_KEY_FILE, value: /etc/cairn/kafka-client/tls.key}
{{- end }}
{{- end }}
{{- end -}}

{{- define "cairn.environment.identity" -}}
- {name: CAIRN_IDENTITY_ISSUER, value: {{ required "identity.issuer is required" .Values.identity.issuer | quote }}}
{{- with .Values.identity.jwksUrl }}
- {name: CAIRN_IDENTITY_JWKS_URL, value: {{ . | quote }}}
{{- end }}
{{- include "cairn.environment.identityCa" . }}
{{- end -}}

{{/* Python's own client and the libraries that have one of their own read different variables. */}}
{{- define "cairn.environment.identityCa" -}}
{{- if .Values.identity.tls.caSecret }}
- {name: SSL_CERT_FILE, value: /etc/cairn/identity-ca/ca.crt}
- {name: REQUESTS_CA_BUNDLE, value: /etc/cairn/identity-ca/ca.crt}
{{- end }}
{{- end -}}

{{- define "cairn.environment.mail" -}}
{{- with .Values.mail -}}
{{- if .host -}}
- {name: CAIRN_SMTP_HOST, value: {{ .host | quote }}}
- {name: CAIRN_SMTP_PORT, value: {{ .port | quote }}}
- {name: CAIRN_SMTP_SECURITY, value: {{ .security }}}
- {name: CAIRN_SMTP_FROM_ADDRESS, value: {{ required "mail.fromAddress is required with mail.host" .fromAddress | quote }}}
- {name: CAIRN_SMTP_FROM_NAME, value: {{ .fromName | quote }}}
- {name: CAIRN_SMTP_PORTAL_URL, value: {{ $.Values.gateway.publicUrl | quote }}}
{{- if .user }}
- {name: CAIRN_SMTP_USER, value: {{ .user | quote }}}
- name: CAIRN_SMTP_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ required "mail.existingSecret is required with mail.user" .existingSecret }}, key: {{ .passwordKey }}}}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "cairn.environment.portal" -}}
- {name: CAIRN_GATEWAY_PUBLIC_URL, value: {{ required "gateway.publicUrl is required" .Values.gateway.publicUrl | quote }}}
- {name: CAIRN_GATEWAY_OIDC_CLIENT_ID, value: {{ .Values.gateway.oidc.clientId }}}
- name: CAIRN_GATEWAY_OIDC_CLIENT_SECRET
  valueFrom: {secretKeyRef: {name: {{ required "gateway.oidc.existingSecret is required" .Values.gateway.oidc.existingSecret }}, key: {{ .Values.gateway.oidc.secretKey }}}}
{{- end -}}

{{- define "cairn.environment.gateway" -}}
{{- $root := . -}}
- {name: CAIRN_GATEWAY_LISTEN, value: "0.0.0.0:8000"}
{{ include "cairn.environment.drain" . }}
- {name: CAIRN_GATEWAY_DRAIN_SECONDS, value: {{ .Values.pods.drainSeconds | quote }}}
- {name: CAIRN_GATEWAY_DEADLINE_SECONDS, value: {{ .Values.gateway.deadlineSeconds | quote }}}
{{- range $service, $_ := .Values.services }}
- {name: CAIRN_GATEWAY_{{ upper $service }}_TARGET, value: "dns:///{{ include "cairn.name" $root }}-{{ $service }}.{{ $root.Release.Namespace }}.svc:7100"}
{{- end }}
{{ include "cairn.environment.portal" . }}
{{- end -}}

{{- define "cairn.environment.observed" -}}
{{- if .Values.metrics.enabled }}
- {name: CAIRN_METRICS_PORT, value: {{ .Values.metrics.port | quote }}}
{{- end }}
{{- if .Values.traces.enabled }}
- {name: CAIRN_TRACES_ENABLED, value: "true"}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ required "traces.endpoint is required with traces.enabled" .Values.traces.endpoint | quote }}}
{{- end }}
{{- end -}}

{{- define "cairn.environment.evidence" -}}
{{- with .Values.evidence -}}
- {name: CAIRN_EVIDENCE_STORE, value: {{ .store }}}
{{- if eq .store "s3" }}
- {name: CAIRN_EVIDENCE_S3_BUCKET, value: {{ required "evidence.s3.bucket is required with the store s3" .s3.bucket | quote }}}
- {name: CAIRN_EVIDENCE_S3_ENDPOINT, value: {{ .s3.endpoint | quote }}}
- {name: CAIRN_EVIDENCE_S3_REGION, value: {{ .s3.region | quote }}}
{{- if .s3.existingSecret }}
- name: CAIRN_EVIDENCE_S3_ACCESS_KEY_ID
  valueFrom: {secretKeyRef: {name: {{ .s3.existingSecret }}, key: {{ .s3.accessKeyIdKey }}}}
- name: CAIRN_EVIDENCE_S3_SECRET_ACCESS_KEY
  valueFrom: {secretKeyRef: {name: {{ .s3.existingSecret }}, key: {{ .s3.secretAccessKeyKey }}}}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "cairn.environment.engine" -}}
- {name: CAIRN_ENGINE_MEBIBYTES, value: {{ .Values.reporting.engine.mebibytes | quote }}}
{{- end -}}

{{- define "cairn.environment.webhooks" -}}
{{- with .Values.reporting.webhooks -}}
{{- if .existingSecret -}}
- {name: CAIRN_WEBHOOKS_PUBLIC_URL, value: {{ $.Values.gateway.publicUrl | quote }}}
- name: CAIRN_WEBHOOKS_KEYS
  valueFrom: {secretKeyRef: {name: {{ .existingSecret }}, key: {{ .keysKey }}}}
{{- end }}
{{- end }}
{{- end -}}

{{- define "cairn.environment.serve" -}}
- {name: CAIRN_GRPC_LISTEN, value: "0.0.0.0:7100"}
{{ include "cairn.environment.drain" . }}
- {name: CAIRN_GRPC_DRAIN_SECONDS, value: {{ .Values.pods.drainSeconds | quote }}}
{{- end -}}

{{- define "cairn.environment.work" -}}
- {name: CAIRN_HEALTH_LISTEN, value: "0.0.0.0:7100"}
{{- end -}}

{{- define "cairn.environment.drain" -}}
- {name: CAIRN_DRAIN_DELAY_SECONDS, value: {{ .Values.pods.drainDelaySeconds | quote }}}
{{- end -}}
