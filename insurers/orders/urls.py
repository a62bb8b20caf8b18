from django.urls import path

from insurers.orders.views import orders, records

app_name = "orders"

urlpatterns = [
    path("orders/", orders.OrderListView.as_view(), name="order-list"),
    path("orders/new/", orders.OrderCreateView.as_view(), name="order-create"),
    path("orders/<int:pk>/", orders.OrderDetailView.as_view(), name="order-detail"),
    path("orders/<int:pk>/record/", records.OrderRecordView.as_view(), name="order-record"),
    path("orders/<int:pk>/files/", records.OrderFilesView.as_view(), name="order-files"),
    path("orders/<int:pk>/move/", orders.OrderMoveView.as_view(), name="order-move"),
    path("orders/<int:pk>/service/", records.ServiceOfOrderView.as_view(), name="order-service"),
]
