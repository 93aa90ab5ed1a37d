{{- /* Everything of one kind of workers: root, role (teacher or student), settings, queues (a pattern), args. */ -}}
{{- define "distill.worker" -}}
{{- $root := .root }}
{{- $name := printf "%s-%ss" (include "distill.name" $root) .role }}
{{- $scaling := .settings.autoscaling }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    {{- include "distill.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
spec:
  {{- if not $scaling.enabled }}
  replicas: {{ .settings.replicas }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "distill.selector" $root | nindent 6 }}
      app.kubernetes.io/component: {{ .role }}
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 25%
  template:
    metadata:
      {{- include "distill.podMetadata" . | nindent 6 }}
    spec:
      {{- include "distill.podSpec" . | nindent 6 }}
      terminationGracePeriodSeconds: {{ .settings.terminationGracePeriodSeconds }}
      containers:
        - name: {{ .role }}
          image: {{ include "distill.image" (dict "root" $root "tag" .settings.imageTag) | quote }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args:
            - worker
            - {{ .role }}
            {{- range .args }}
            - {{ . | quote }}
            {{- end }}
            - --health-port
            - "8081"
          env:
            {{- include "distill.env" (dict "root" $root "cacheLimit" .settings.cache.limit) | nindent 12 }}
          ports:
            - name: health
              containerPort: 8081
          # The first start fetches no data: a worker is ready when it listens to its queues.
          startupProbe:
            httpGet:
              path: /health/ready
              port: health
            periodSeconds: 5
            failureThreshold: 60
          readinessProbe:
            httpGet:
              path: /health/ready
              port: health
            periodSeconds: 10
          livenessProbe:
            httpGet:
              path: /health/live
              port: health
            periodSeconds: 30
            timeoutSeconds: 5
            failureThreshold: 4
          securityContext:
            {{- include "distill.containerSecurity" $root | nindent 12 }}
          resources:
            {{- $resources := deepCopy .settings.resources }}
            {{- if .settings.gpu.count }}
            {{- $resources = mergeOverwrite $resources (dict "limits" (dict .settings.gpu.resource .settings.gpu.count)) }}
            {{- end }}
            {{- toYaml $resources | nindent 12 }}
          volumeMounts:
            {{- include "distill.mounts" $root | nindent 12 }}
      volumes:
        {{- include "distill.volumes" (dict "root" $root "cacheSize" .settings.cache.size) | nindent 8 }}
---
# Without an address of its own: the name by which collectors of figures find every worker.
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "distill.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
spec:
  clusterIP: None
  selector:
    {{- include "distill.selector" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .role }}
  ports:
    - name: health
      port: 8081
      targetPort: health
{{- if .settings.disruptionBudget.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels:
    {{- include "distill.labels" $root | nindent 4 }}
spec:
  maxUnavailable: {{ .settings.disruptionBudget.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "distill.selector" $root | nindent 6 }}
      app.kubernetes.io/component: {{ .role }}
{{- end }}
{{- if $scaling.enabled }}
---
# A ScaledObject and no ScaledJob: a worker keeps datasets, weights and warm trainings from one message to the next, its messages take seconds
# to minutes, and whoever is told to go gives back what it holds within ten seconds. A job per message would pay the start for every chunk.
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ $name }}
  labels:
    {{- include "distill.labels" $root | nindent 4 }}
spec:
  scaleTargetRef:
    name: {{ $name }}
  minReplicaCount: {{ $scaling.minReplicas }}
  maxReplicaCount: {{ $scaling.maxReplicas }}
  pollingInterval: {{ $scaling.pollingInterval }}
  cooldownPeriod: {{ $scaling.cooldownPeriod }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        scaleDown:
          stabilizationWindowSeconds: {{ $scaling.scaleDownWindow }}
          policies:
            - type: Percent
              value: 50
              periodSeconds: 60
  triggers:
    - type: rabbitmq
      metadata:
        # Over HTTP the messages that are being worked on count, too; over AMQP they would not, and busy workers would be taken away.
        protocol: http
        host: {{ printf "%s://%s:%d/" (ternary "https" "http" $root.Values.broker.tls) (include "distill.brokerHost" $root) (int $root.Values.broker.managementPort) | quote }}
        {{- if ne $root.Values.broker.virtualHost "/" }}
        vhostName: {{ $root.Values.broker.virtualHost | quote }}
        {{- end }}
        mode: QueueLength
        value: {{ $scaling.messagesPerWorker | quote }}
        queueName: {{ .queues | quote }}
        useRegex: "true"
        operation: sum
        pageSize: "500"
        excludeUnacknowledged: "false"
      authenticationRef:
        name: {{ include "distill.name" $root }}-broker
{{- end }}
{{- end }}
